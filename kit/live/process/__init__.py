"""The host as a process: started, addressed, kept running, ended."""
