"""The list of successions, which belongs to accounts, sends to the steps that write them."""

from engagement.accounts.admin import SuccessionConfiguration

SuccessionConfiguration.change_list_template = "reorganisation/successions.html"
