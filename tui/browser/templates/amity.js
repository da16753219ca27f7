// Keys go to the dashboard as soon as the page is there, and whenever one comes back to it.
const focus = () => document.querySelector(".xterm-helper-textarea")?.focus()
addEventListener("load", focus)
addEventListener("focus", focus)
