"""What the program achieved, counted once a term and published without small cells: for sites, programs and unions."""
