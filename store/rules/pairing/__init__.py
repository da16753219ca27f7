"""Coffee chats: who meets whom this round, when both could, and who writes first.

Every machine draws the same from the same records. Nobody is ever told who skipped, or why. `rounds` is light
and looked at whenever the dashboard opens; the rest is for a draw and for whoever opens the chat.
"""
