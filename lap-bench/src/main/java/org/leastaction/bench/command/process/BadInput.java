package org.leastaction.bench.command.process;

import java.util.function.Supplier;
import org.leastaction.io.Messages;

/**
 * Input that the user can correct: the message is one sentence that names the file or option and says what is valid.
 */
public final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInput(String sentence) {
        super(sentence);
    }

    public BadInput(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * Makes a value from user input; if the input is rejected, the message is passed to the user.
     *
     * @throws BadInput if the supplier throws {@link IllegalArgumentException}
     */
    public static <T> T unless(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException refused) {
            throw new BadInput(Messages.of(refused), refused);
        }
    }
}
