package org.leastaction.bench.command.options;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.AttackSettings;
import org.leastaction.bench.analysis.AttackSettings.Strength;
import org.leastaction.bench.command.process.BadInput;
import picocli.CommandLine.Option;

/** The strength of attacks. */
public final class AttackOptions {

    @Option(names = "--attack-strength", paramLabel = "WORD", defaultValue = "quick",
            description = "quick: APGD with 10 steps, Square with 100 queries; standard: 100 steps and 5000 queries, as"
                    + " AutoAttack (default: ${DEFAULT-VALUE}).")
    private Strength strength;

    @Option(names = "--attack-linf", paramLabel = "R",
            description = "Radius of attacks in L∞, in units of the inputs (default: 8/255 for images, otherwise 0.2"
                    + " standard deviations of the inputs' elements).")
    private Double linf;

    @Option(names = "--attack-l2", paramLabel = "R",
            description = "Radius of attacks in L2 (default: 0.5 for images, otherwise 0.2 standard deviations).")
    private Double l2;

    /** @throws BadInput for a radius that is not above 0 */
    public AttackSettings settings() {
        return BadInput.unless(() -> new AttackSettings(
                strength, optional("--attack-linf", linf), optional("--attack-l2", l2)));
    }

    private static OptionalDouble optional(String option, @Nullable Double radius) {
        if (radius != null && !(radius > 0 && Double.isFinite(radius))) {
            throw new IllegalArgumentException(option + " must be a number above 0, not " + radius);
        }
        return radius == null ? OptionalDouble.empty() : OptionalDouble.of(radius);
    }
}
