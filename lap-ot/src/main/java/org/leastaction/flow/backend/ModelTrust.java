package org.leastaction.flow.backend;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.leastaction.io.InputFileException;

/**
 * Whether a model from elsewhere may run operations that do more than compute, such as reading and writing files:
 * models are programs. By default none may.
 */
public final class ModelTrust {

    /** No model is trusted. */
    public static final ModelTrust NONE = new ModelTrust(Optional.empty());

    private final Optional<Consumer<String>> announcements;

    private ModelTrust(Optional<Consumer<String>> announcements) {
        this.announcements = announcements;
    }

    /**
     * The model is trusted.
     *
     * @param announcements receives a sentence that names the operations, before they run
     */
    public static ModelTrust announcedTo(Consumer<String> announcements) {
        return new ModelTrust(Optional.of(announcements));
    }

    /**
     * Announces operations of a trusted model. A backend calls this before it runs any of them.
     *
     * @param model      the file or folder
     * @param operations names of the operations that may do more than compute
     * @throws InputFileException if the model is not trusted; the message names the operations and the option
     */
    public void require(Path model, Collection<String> operations) throws InputFileException {
        String named = String.join(", ", operations);
        if (announcements.isEmpty()) {
            throw new InputFileException(model,
                    "has operations that may do more than compute, such as reading or writing"
                            + " files: " + named + "; if you trust whoever made it, run them with --trust-model");
        }
        announcements.get().accept(model + " is trusted and runs operations that may do more than compute: " + named);
    }
}
