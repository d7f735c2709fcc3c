package org.leastaction.points.io;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Classifies the cell of a text file: a number, a name, or neither. */
final class Cell {

    /** Words for a missing number; never names of columns. */
    private static final Set<String> MISSING = Set.of(
            "none", "null", "na", "n/a", "nil", "missing", "nat", "true", "false");

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    private Cell() {}

    static OptionalDouble number(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> finite(cell);
        };
    }

    private static OptionalDouble finite(String cell) {
        try {
            // Java's suffixes, as in 1.5f, and its hexadecimal numbers are not valid in data files.
            return cell.isEmpty() || "fdFDxX".indexOf(cell.charAt(cell.length() - 1)) >= 0 || cell.contains("x")
                    || cell.contains("X")
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(cell));
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    static boolean isNumber(String cell) {
        return number(cell).isPresent();
    }

    /** Whether a number is written as an integer: only digits and a sign. */
    static boolean isWhole(String cell) {
        return WHOLE.matcher(cell).matches();
    }

    /**
     * Whether a cell may be the name of a column: it is empty, or a letter or underscore comes before any digit, and it
     * is neither a number such as nan nor a word for a missing number.
     */
    static boolean isName(String cell) {
        if (cell.isEmpty()) {
            return true;
        }
        OptionalInt first = cell.codePoints().filter(c -> Character.isLetterOrDigit(c) || c == '_').findFirst();
        return first.isPresent() && !Character.isDigit(first.getAsInt()) && !isNumber(cell)
                && !MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Why a cell is not a number, and what would be right. */
    static String problem(String cell) {
        String problem = "'" + cell + "' is not a number";
        OptionalInt dash = cell.codePoints().filter(c -> c == 0x2212 || (c >= 0x2010 && c <= 0x2015)).findFirst();
        if (dash.isPresent()) {
            return problem + String.format(Locale.ROOT, ": its minus sign is the character U+%04X; write a hyphen (-)",
                    dash.getAsInt());
        }
        return cell.matches(".*[0-9],[0-9].*") ? problem + ": write it without commas, with a decimal point" : problem;
    }
}
