"""Files of a site that more than one part of the program names."""

SEARCH_INDEX = "search/search_index.json"
FEED = "feed.xml"
CLIENT_STYLE = "assets/stylesheets/client.css"
