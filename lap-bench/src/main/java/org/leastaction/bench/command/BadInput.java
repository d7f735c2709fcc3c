package org.leastaction.bench.command;

import java.util.function.Supplier;

/** Input that its user can put right: one sentence that names the file or option and says what would be right. */
public final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInput(String sentence) {
        super(sentence);
    }

    public BadInput(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * Makes a value from what the user gave; where the value refuses it, its sentence is the user's.
     *
     * @throws BadInput if the maker throws {@link IllegalArgumentException}
     */
    public static <T> T unless(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException refused) {
            throw new BadInput(refused.getMessage(), refused);
        }
    }
}
