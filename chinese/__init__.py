"""Chinese text as it is compared: plain characters, file numbers. No Django."""
