package org.leastaction.points.io;

/**
 * Whether the first line of a text file of points is a header, a line of names. Blank lines, and lines that begin with
 * '#', are never the first.
 */
public enum TextHeader {
    /**
     * As the line itself tells. A line of names is a header: each cell is empty or has a letter or underscore before any digit, and
     * none is a word for a missing value. The line {@code 0,1,…,d−1} of d ≥ 2 whole numbers is a header, which pandas
     * writes for columns without names, where a later number has a point or an exponent; where all numbers of the
     * file are whole, nobody can tell, and the file is refused. Everything else is a point.
     */
    DETECTED,
    /** As {@link #DETECTED}; but a line of numbers is never a header. For files whose length is known. */
    NAMES_ONLY,
    /** It is one, whatever it looks like. */
    PRESENT,
    /** It is none: the first line is a point. */
    ABSENT
}
