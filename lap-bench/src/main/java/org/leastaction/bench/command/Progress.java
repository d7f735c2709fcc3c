package org.leastaction.bench.command;

/** How far some work is. Safe for many threads; closed when the work has ended, well or not. */
public interface Progress extends AutoCloseable {

    /** As a total: nobody knows how many steps there are. */
    long UNKNOWN = -1;

    /** Shows nothing. */
    Progress NONE = done -> {};

    /** Says how many steps are done in all. */
    void reached(long done);

    /** Says how many steps were done in all before this work began, so that they count for nothing in the time left. */
    default void resumedAt(long before) {
        reached(before);
    }

    /** Says in words what is being done at the moment, e.g. "pricing 34 %"; shown where the total is unknown. */
    default void now(String what) {}

    @Override
    default void close() {}
}
