"""What is stored, and which rows a member may see. One file a model; nothing here decides anything about the business."""
