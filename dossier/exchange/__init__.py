"""Reading and writing the formats of other programs: Microsoft Project, ReqIF."""
