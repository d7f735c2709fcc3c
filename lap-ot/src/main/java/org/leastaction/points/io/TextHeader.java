package org.leastaction.points.io;

/**
 * Whether the first line of a text file of points is a header, that is, a line of names. Blank lines and lines that
 * begin with '#' do not count.
 */
public enum TextHeader {
    /**
     * Detected from the content. A line of names is a header: each cell is empty or has a letter or underscore before
     * any digit, and no cell is a word for a missing value. The line {@code 0,1,…,d−1} of d ≥ 2 integers, which pandas
     * writes for unnamed columns, is a header if a later number has a decimal point or an exponent; if all numbers of
     * the file are integers, the case is ambiguous and the file is refused. Any other first line is a point.
     */
    DETECTED,
    /** As {@link #DETECTED}, but a line of numbers is never a header. For files of known length. */
    NAMES_ONLY,
    /** The first line is a header, whatever its content. */
    PRESENT,
    /** There is no header: the first line is a point. */
    ABSENT
}
