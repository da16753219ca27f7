"""Real processes and real faults: kills, errors and short writes, full disks, hanging folders."""
