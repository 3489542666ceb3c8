"""The few line icons of the house: 24×24 paths, drawn inline so that they take the text's colour."""

ICONS = {
    "alert": "M12 3 2 20h20L12 3Zm0 6v5m0 3v.5",
    "arrow": "M5 12h14m-6-6 6 6-6 6",
    "check": "m4 12.5 5 5L20 6.5",
    "clock": "M12 7v5l3.5 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
    "close": "M6 6l12 12M18 6 6 18",
    "contrast": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-18v18m0-15 6 1.5M12 9l8 1m-8 2h9m-9 3 8-1m-8 4 6-1",
    "file": "M6 3h8l4 4v14H6V3Zm8 0v4h4M9 12h6m-6 4h6",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v6m0-9.5v.5",
    "mail": "M3 6h18v12H3V6Zm0 1 9 7 9-7",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "pause": "M9 6v12M15 6v12",
    "phone": "M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.5 5 1.5v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2Z",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7v-7Z",
    "rss": "M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14M6 18.5v.5",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5",
    "user": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4 4-6 8-6s8 2 8 6",
}
