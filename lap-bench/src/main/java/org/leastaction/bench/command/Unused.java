package org.leastaction.bench.command;

/** Rejects options without effect: a user who gives an option expects it to change something. */
final class Unused {

    private Unused() {}

    /**
     * @param given null if the option was not given
     * @param user  the object to which the option does not apply, e.g. "the network mlp"
     * @throws IllegalArgumentException if the option was given and has no effect
     */
    static void check(String option, Object given, String user, boolean used) {
        if (given != null && !used) {
            throw new IllegalArgumentException(user + " has no use for " + option);
        }
    }
}
