"""What stands above a wall or a desk for a while: agents, a call, events, numbers, help, a choice."""
