package org.leastaction.bench.command.options;

import java.util.function.Consumer;
import org.leastaction.flow.backend.ModelTrust;
import picocli.CommandLine.Option;

/** Whether a model may do more than compute. */
public final class TrustOption {

    @Option(names = "--trust-model",
            description = "Run operations of the model that may do more than compute, such as reading or writing files;"
                    + " they are named first (default: a model with such operations is rejected).")
    private boolean trusted;

    /** @param announcements receives the names of such operations */
    public ModelTrust trust(Consumer<String> announcements) {
        return trusted ? ModelTrust.announcedTo(announcements) : ModelTrust.NONE;
    }
}
