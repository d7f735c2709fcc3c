package org.leastaction.ot;

import java.util.Objects;
import java.util.Optional;

/**
 * Initial guess of a solver. It affects the time of a solution, not its cost.
 *
 * @param pairing    a guess at the optimal assignment
 * @param potentials matching potentials; if empty, the solver finds them
 */
public record WarmStart(Assignment pairing, Optional<DualPotentials> potentials) {

    /** @throws IllegalArgumentException if pairing and potentials differ in size */
    public WarmStart {
        Objects.requireNonNull(pairing, "pairing");
        potentials.ifPresent(p -> {
            if (p.sources() != pairing.size() || p.targets() != pairing.size()) {
                throw new IllegalArgumentException("potentials on " + p.sources() + " sources and " + p.targets()
                        + " targets do not go with a pairing of " + pairing.size());
            }
        });
    }

    /** Starts from a pairing alone. */
    public static WarmStart pairing(Assignment pairing) {
        return new WarmStart(pairing, Optional.empty());
    }

    /** Starts from a pairing and potentials, such as those of an earlier result. */
    public WarmStart withPotentials(DualPotentials newPotentials) {
        return new WarmStart(pairing, Optional.of(newPotentials));
    }
}
