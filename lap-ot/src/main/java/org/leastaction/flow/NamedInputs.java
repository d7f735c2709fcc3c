package org.leastaction.flow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.leastaction.points.FloatPoints;

/**
 * Role 'named inputs': the inputs of a network by name. A file of data may have an array for each of them.
 *
 * <p>A row of the flow's inputs holds the numbers of all inputs of one sample, one input after another, each row-major
 * in the network's own order of axes. Whole numbers stay exact in single precision up to 2^24; greater ones are
 * refused.
 *
 * @param inputs   in order, at least one
 * @param mask     the one among them that marks padding in the states of the flow; empty if none does
 * @param particle the state that is one particle
 */
public record NamedInputs(List<NamedInput> inputs, Optional<NamedInput> mask, Particle particle) {

    /** Name of the input that says which token is the particle, from 0, where particles are tokens. */
    public static final String TOKEN = "token#particle";
    /** The greatest whole number up to which all are exact in single precision. */
    public static final long GREATEST_EXACT = 1L << 24;

    /** Names of inputs that mark tokens or padding, as frameworks have them. */
    private static final Pattern MASK =
            Pattern.compile("(serving_default_)?((attention|attn|input|src|source|token|text)_)?"
                    + "((key|attention)_)?(padding_|pad_)?mask(:0)?", Pattern.CASE_INSENSITIVE);

    private static final String DECODER = "decoder";

    /** The meaning of the numbers of an input. */
    public enum Kind {
        /** Real numbers. */
        NUMBERS,
        /** Whole numbers, such as token ids. */
        WHOLE_NUMBERS,
        /** 1 marks a token, 0 padding. */
        MASK,
        /** 1 marks padding, 0 a token. */
        PADDING_MASK,
        /** 1 marks either a token or padding, which the data decide. */
        UNDECIDED_MASK;

        /** Whether a number of a mask marks a token; 1 does where that is undecided. */
        public boolean isToken(double mark) {
            return mark == (this == PADDING_MASK ? 0 : 1);
        }
    }

    /** The state of a flow that is one particle. */
    public enum Particle {
        /** The whole state of a sample; tokens that a mask marks as padding are 0 in it. */
        SAMPLE,
        /** One token of a sample, in its context. */
        TOKEN,
        /** The first token, as a class token. */
        CLASS,
        /** The mean of the tokens of a sample that are not padding. */
        MEAN
    }

    /**
     * One input.
     *
     * @param type     of its numbers in the network, e.g. "int64"
     * @param shape    of one sample, in the network's own order of axes; −1 for an extent that is free
     * @param least    the least number that is possible; without meaning for real numbers
     * @param greatest the greatest one
     */
    public record NamedInput(String name, String type, List<Integer> shape, Kind kind, long least, long greatest) {

        public NamedInput {
            shape = List.copyOf(shape);
        }

        /** Numbers of one sample. */
        public int dimension() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        /** Whether it says which token is the particle. */
        public boolean isToken() {
            return name.equals(TOKEN);
        }

        /** Whether its numbers mark padding. */
        public boolean isMask() {
            return kind == Kind.MASK || kind == Kind.PADDING_MASK || kind == Kind.UNDECIDED_MASK;
        }

        private boolean takes(double number) {
            return kind == Kind.NUMBERS
                    ? Double.isFinite(number)
                    : number >= least && number <= greatest && number == Math.rint(number);
        }

        /** The numbers that are possible, as the end of a sentence. */
        private String possible() {
            return switch (kind) {
                case NUMBERS -> "it takes finite numbers";
                case WHOLE_NUMBERS -> "it takes whole numbers from " + least + " to " + greatest;
                case MASK -> "it takes 1 for a token and 0 for padding";
                case PADDING_MASK -> "it takes 1 for padding and 0 for a token";
                case UNDECIDED_MASK -> "it takes 0 and 1";
            };
        }
    }

    /** @throws IllegalArgumentException if there is no input */
    public NamedInputs {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a network has at least one input");
        }
    }

    /** Inputs of which the first mask, if there is one, marks padding; a particle is a sample. */
    public NamedInputs(List<NamedInput> inputs) {
        this(inputs, inputs.stream().filter(NamedInput::isMask).findFirst(), Particle.SAMPLE);
    }

    /**
     * Whether a mask may mark the padding of an input or array, by their names: a mask without 'decoder' in its name does
     * not describe what has it.
     */
    public static boolean mayDescribe(String mask, String other) {
        return mask.toLowerCase(Locale.ROOT).contains(DECODER) || !other.toLowerCase(Locale.ROOT).contains(DECODER);
    }

    /**
     * The kind of an input [n, tokens] that is named as a mask; empty for other names. A key padding mask marks padding
     * by 1, as in PyTorch; other names with "pad" leave it open, as Keras marks tokens by 1; all others mark tokens.
     */
    public static Optional<Kind> maskKind(String name) {
        if (!MASK.matcher(name).matches()) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return Optional.of(lower.contains("key_pad") ? Kind.PADDING_MASK
                : lower.contains("pad") ? Kind.UNDECIDED_MASK : Kind.MASK);
    }

    /** Whether a model takes categories, such as tokens: numbers that cannot be changed by small amounts. */
    public static boolean areCategories(FlowModel model) {
        return model.role(DiscreteInputs.class)
                .filter(numbers -> numbers.meaning() == DiscreteInputs.Meaning.CATEGORIES).isPresent()
                || model.role(NamedInputs.class).filter(NamedInputs::takeCategories).isPresent();
    }

    /** Whether the points of a model are tokens, several of one sample. */
    public static boolean areTokens(FlowModel model) {
        return model.role(NamedInputs.class).filter(NamedInputs::chooseToken).isPresent();
    }

    /** Numbers of one row. */
    public int dimension() {
        return inputs.stream().mapToInt(NamedInput::dimension).reduce(0, Math::addExact);
    }

    /** The names of the network's own inputs, with commas between. */
    public String names() {
        return own().stream().map(NamedInput::name).collect(Collectors.joining(", "));
    }

    /** The network's own inputs: all but the one that says which token is the particle. */
    public List<NamedInput> own() {
        return inputs.stream().filter(input -> !input.isToken()).toList();
    }

    /** The input that says which token is the particle; empty unless particles are tokens. */
    public Optional<NamedInput> token() {
        return inputs.stream().filter(NamedInput::isToken).findFirst();
    }

    /** Whether an input says which token is the particle. */
    public boolean chooseToken() {
        return token().isPresent();
    }

    /** Whether some input takes categories, such as tokens: numbers that cannot be changed by small amounts. */
    public boolean takeCategories() {
        return inputs.stream().anyMatch(input -> input.kind() == Kind.WHOLE_NUMBERS);
    }

    /** Column of the first number of an input in a row. */
    public int column(NamedInput input) {
        int column = 0;
        for (NamedInput one : inputs) {
            if (one.equals(input)) {
                return column;
            }
            column += one.dimension();
        }
        throw new IllegalArgumentException("there is no input " + input.name());
    }

    /**
     * Checks rows. O(n·d).
     *
     * @param rows [n, dimension]
     * @throws IllegalArgumentException if the rows have another dimension, a number is none that its input takes, or a
     *                                  mask marks all tokens of a sample as padding, or the first token where that is the
     *                                  particle; the message names the input and the sample
     */
    public void check(FloatPoints rows) {
        if (rows.dimension() != dimension()) {
            throw new IllegalArgumentException("the rows have " + rows.dimension() + " numbers, the inputs " + names()
                    + " take " + dimension() + " together");
        }
        for (int i = 0; i < rows.size(); i++) {
            int at = rows.offset() + i * rows.dimension();
            for (NamedInput input : inputs) {
                checkRow(input, i, rows.array(), at);
                at += input.dimension();
            }
            requireFirstToken(rows, i);
        }
    }

    /** Refuses padding in place of the first token, where that is the particle. */
    private void requireFirstToken(FloatPoints rows, int sample) {
        if (particle == Particle.CLASS && mask.isPresent()
                && !mask.get().kind().isToken(rows.get(sample, column(mask.get())))) {
            throw new IllegalArgumentException("the first token of sample " + sample + " is padding in '"
                    + mask.get().name() + "'; the particle 'class' is the first token, so padding must be at the end");
        }
    }

    private static void checkRow(NamedInput input, int sample, float[] numbers, int from) {
        boolean any = !input.isMask();
        int dimension = input.dimension();
        for (int j = 0; j < dimension; j++) {
            float number = numbers[from + j];
            if (!input.takes(number)) {
                throw new IllegalArgumentException("number " + j + " of '" + input.name() + "' of sample " + sample
                        + " is " + words(number) + "; " + input.possible());
            }
            any |= input.kind().isToken(number);
        }
        if (!any) {
            throw new IllegalArgumentException("'" + input.name() + "' marks every token of sample " + sample
                    + " as padding; at least one token is needed");
        }
    }

    private static String words(float number) {
        return number == Math.rint(number) && Math.abs(number) <= GREATEST_EXACT
                ? Long.toString((long) number) : Float.toString(number);
    }
}
