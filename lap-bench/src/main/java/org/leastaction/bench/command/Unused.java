package org.leastaction.bench.command;

/** Who gives an option expects something of it: one that would change nothing is refused. */
final class Unused {

    private Unused() {}

    /**
     * @param given null if the option was not given
     * @param user  what the option would have to be for, e.g. "the network mlp"
     * @throws IllegalArgumentException if the option was given and has no use
     */
    static void check(String option, Object given, String user, boolean used) {
        if (given != null && !used) {
            throw new IllegalArgumentException(user + " has no use for " + option);
        }
    }
}
