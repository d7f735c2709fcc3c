package org.leastaction.ot;

import java.util.Objects;
import java.util.Optional;

/**
 * Initial guess of a solver, such as the result of a similar problem. It affects the time of a solution, not its cost.
 *
 * @param pairing    a guess at the optimal assignment, used in assignment problems
 * @param potentials a guess at the potentials
 */
public record WarmStart(Optional<Assignment> pairing, Optional<DualPotentials> potentials) {

    /** @throws IllegalArgumentException if both are empty, or differ in size, or a potential is NaN or infinite */
    public WarmStart {
        Objects.requireNonNull(pairing, "pairing");
        Objects.requireNonNull(potentials, "potentials");
        if (pairing.isEmpty() && potentials.isEmpty()) {
            throw new IllegalArgumentException("a warm start needs a pairing or potentials");
        }
        if (pairing.isPresent() && potentials.isPresent()) {
            checkSize(potentials.get(), pairing.get().size(), pairing.get().size(), "a pairing");
        }
        if (potentials.isPresent() && !potentials.get().isFinite()) {
            throw new IllegalArgumentException("the potentials of a warm start must be finite");
        }
    }

    /** Starts from a pairing alone. */
    public static WarmStart pairing(Assignment pairing) {
        return new WarmStart(Optional.of(pairing), Optional.empty());
    }

    /** Starts from potentials alone. */
    public static WarmStart potentials(DualPotentials potentials) {
        return new WarmStart(Optional.empty(), Optional.of(potentials));
    }

    /** The same pairing with potentials. */
    public WarmStart withPotentials(DualPotentials newPotentials) {
        return new WarmStart(pairing, Optional.of(newPotentials));
    }

    /** @throws IllegalArgumentException if the start is for another number of points */
    public void checkFits(TransportProblem problem) {
        int n = problem.x().size();
        int m = problem.y().size();
        pairing.ifPresent(pairs -> {
            if (problem.isAssignment() && pairs.size() != n) {
                throw new IllegalArgumentException("a warm start of " + pairs.size()
                        + " pairs does not fit a problem of " + n + " points");
            }
        });
        potentials.ifPresent(known -> checkSize(known, n, m, "a problem"));
    }

    private static void checkSize(DualPotentials potentials, int n, int m, String of) {
        if (potentials.sources() != n || potentials.targets() != m) {
            throw new IllegalArgumentException("potentials on " + potentials.sources() + " sources and "
                    + potentials.targets() + " targets do not fit " + of + " of " + n + " and " + m + " points");
        }
    }
}
