"""How requests reach a server, through a proxy or without one."""
