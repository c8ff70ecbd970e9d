"""From drafters' files to drafts: open, read, recognize, split, propose, write.

One stage a module, one thing a stage; nothing is written before a proposal is whole.
"""
