package org.leastaction.bench.command;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An option's value that is one of an enum's: on the command line in lower case, with dashes. A subclass without
 * arguments names the enum, and serves as {@code converter} and {@code completionCandidates} of the option.
 */
public abstract class Choice<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

    private final Class<E> type;

    protected Choice(Class<E> type) {
        this.type = type;
    }

    /** A constant as it stands on the command line, e.g. "exact". */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public final E convert(String given) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(given))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected " + words() + ", not '" + given + "'"));
    }

    @Override
    public final Iterator<String> iterator() {
        return Arrays.stream(type.getEnumConstants()).map(Choice::word).iterator();
    }

    private String words() {
        return Arrays.stream(type.getEnumConstants()).map(Choice::word).collect(Collectors.joining(" or "));
    }
}
