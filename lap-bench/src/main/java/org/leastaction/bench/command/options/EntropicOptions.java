package org.leastaction.bench.command.options;

import java.util.OptionalDouble;
import org.leastaction.bench.analysis.EntropicBlur;
import org.leastaction.bench.command.process.BadInput;
import picocli.CommandLine.Option;

/** Whether the entropic divergence is measured in addition to exact W₂², and with which ε. */
public final class EntropicOptions {

    @Option(names = "--epsilon", paramLabel = "E",
            description = "Blur of the entropic divergence, in squared lengths; 0 skips it (default: a twentieth of the"
                    + " mean squared distance between points and images, skipped beyond 10000 points).")
    private Double epsilon;

    /** @throws BadInput for an ε out of range */
    public EntropicBlur blur() {
        return BadInput.unless(() -> new EntropicBlur(
                epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon)));
    }
}
