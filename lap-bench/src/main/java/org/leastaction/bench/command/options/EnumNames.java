package org.leastaction.bench.command.options;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.leastaction.settings.SettingType;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Enum constants in the form of the command line: in lower case. */
public final class EnumNames {

    private EnumNames() {}

    /** Registers an enum with a command and its subcommands. */
    public static <E extends Enum<E>> void register(CommandLine line, Class<E> type) {
        line.registerConverter(type, word -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is not one of " + names(type))));
    }

    private static String names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumNames::name).collect(Collectors.joining(", "));
    }

    /** A constant as the command line and the output write it, e.g. "exact" or "crop-flip". */
    public static String name(Enum<?> constant) {
        return SettingType.word(constant);
    }
}
