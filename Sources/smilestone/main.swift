print("smilestone")
