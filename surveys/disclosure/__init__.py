"""What may be shown of answers so that nobody is read out of them.

Pure code. The rule that all of it serves: between any two things an onlooker can see, every
published group grew by nobody or by at least k people (notes on surveys, §4.4 and §4.5).
"""
