"""Problems with known means, on which methods of comparison are put to the test."""
