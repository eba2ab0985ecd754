"""What counts tell: appeal of countries and sizes of events, around the model's own exposure."""
