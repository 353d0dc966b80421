"""Report tabs: known again (`reading`), and drawn as requests of one batch each (`writing`)."""
