"""The review of pending work (Rà soát công việc tồn đọng): who was asked, what each unit lists, and what
became of it."""
