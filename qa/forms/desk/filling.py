"""The buttons of the box beside the choice of units: what each fills in."""

# The name of the buttons, and what their values are or begin with.
FILL = "dien"
AS_LEAD, AS_HELPER, AS_PROPOSED = "chu-tri", "phoi-hop", "de-nghi"
