package org.leastaction.flow;

import java.util.Locale;

/** Where the colour channels of an image are among its axes. */
public enum ChannelOrder {
    /** [channels, height, width]. */
    FIRST,
    /** [height, width, channels]. */
    LAST;

    /** The word in files and options: "first" or "last". */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
