package org.leastaction.points.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.io.PointFiles.ReadPoints;

/**
 * Reads points from a text file: one line per point, numbers with decimal points, separated by semicolons, tabs, commas
 * or blanks. Blank lines and lines that start with '#' are skipped; {@link TextHeader} defines when the first line is
 * skipped.
 */
final class TextPoints {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int SHOWN = 60;

    private final Path file;
    private final TextHeader header;
    private final List<String> remarks = new ArrayList<>();
    private List<String> names = List.of();
    private int dimension = -1;
    private int firstLine;
    private int comments;
    /** The first line if it is 0, 1, ..., d - 1, otherwise null. It counts as a point until all lines are read. */
    private @Nullable String columnNumbers;
    private boolean whole = true;
    private double[] values = new double[1024];
    private int count;

    private TextPoints(Path file, TextHeader header) {
        this.file = file;
        this.header = header;
    }

    /** A line that is neither blank nor a comment. */
    private record Line(int number, String text) {}

    static ReadPoints read(Path file, TextHeader header) throws InputFileException {
        FileKind kind = FileKind.of(file);
        if (kind != FileKind.TEXT && kind != FileKind.EMPTY && kind != FileKind.UNKNOWN) {
            throw new InputFileException(file, kind.insteadOf("a text file of numbers").orElseThrow());
        }
        TextPoints reading = new TextPoints(file, header);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            reading.lines(reader);
        } catch (CharacterCodingException failure) {
            throw new InputFileException(file, "not a text file in UTF-8", failure);
        } catch (IOException failure) {
            throw InputFileException.of(file, failure);
        }
        return reading.points();
    }

    private void lines(BufferedReader reader) throws IOException {
        Line first = null;
        Separator separator = null;
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            if (text.startsWith("#")) {
                comments++;
                continue;
            }
            if (text.isBlank()) {
                continue;
            }
            if (separator != null) {
                point(separator, new Line(number, text));
            } else if (first == null) {
                first = new Line(number, text);
            } else {
                // The second line is the better evidence of the separator: the first may be a header.
                separator = Separator.of(text);
                first(separator, first);
                point(separator, new Line(number, text));
            }
        }
        if (separator == null && first != null) {
            separator = Separator.of(first.text());
            first(separator, first);
        }
    }

    private void first(Separator separator, Line line) throws InputFileException {
        List<String> cells = separator.cells(line.text());
        dimension = cells.size();
        firstLine = line.number();
        if (header != TextHeader.ABSENT && dimension > 1 && cells.get(0).isEmpty()) {
            throw new InputFileException(file, "line " + firstLine + " begins with an empty cell, as where pandas wrote"
                    + " its index before the columns; write the file without it (in pandas: index=False)");
        }
        if (header == TextHeader.PRESENT || (header != TextHeader.ABSENT && cells.stream().allMatch(Cell::isName)
                && cells.stream().anyMatch(cell -> !cell.isEmpty()))) {
            names = cells;
            remarks.add(
                    leftOut("is " + (header == TextHeader.PRESENT ? "" : "taken for ") + "the header", line.text()));
            return;
        }
        if (header == TextHeader.DETECTED
                && IntStream.range(0, dimension).allMatch(i -> cells.get(i).equals(Integer.toString(i)))) {
            columnNumbers = line.text();
            for (int i = 0; i < dimension; i++) {
                append(i);
            }
        } else {
            point(separator, line);
        }
    }

    private void point(Separator separator, Line line) throws InputFileException {
        List<String> cells = separator.cells(line.text());
        if (cells.size() != dimension) {
            throw new InputFileException(file, "line " + line.number() + " has " + columns(cells.size()) + ", line "
                    + firstLine + " has " + dimension + "; every line needs as many");
        }
        for (int column = 0; column < dimension; column++) {
            String cell = cells.get(column);
            OptionalDouble number = Cell.number(cell);
            if (number.isEmpty()) {
                String hint = line.number() == firstLine && header != TextHeader.ABSENT
                        ? "; if this line is a header, say so (--header)" : "";
                throw new InputFileException(file, "line " + line.number() + ", column " + (column + 1) + name(column)
                        + ": " + Cell.problem(cell) + hint);
            }
            append(number.getAsDouble());
            whole = whole && columnNumbers != null && Cell.isWhole(cell);
        }
    }

    private void append(double value) throws InputFileException {
        if (count == values.length) {
            if (count >= Integer.MAX_VALUE / 2) {
                throw new InputFileException(file, "more numbers than fit; a .npy file of float32 can hold more");
            }
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    private ReadPoints points() throws InputFileException {
        if (count == 0) {
            throw new InputFileException(file, "there is no line of numbers in this file");
        }
        if (comments > 0) {
            remarks.add(file + ": " + (comments == 1 ? "a line that starts" : comments + " lines that start")
                    + " with # " + (comments == 1 ? "is a comment" : "are comments") + " and left out");
        }
        int from = columnNumbers == null ? 0 : afterColumnNumbers(columnNumbers);
        int n = (count - from) / dimension;
        return new ReadPoints(DoublePoints.wrap(Arrays.copyOfRange(values, from, count), n, dimension), remarks);
    }

    /** Index of the first point in a file whose first line is 0, 1, ..., d - 1. */
    private int afterColumnNumbers(String columnNumbers) throws InputFileException {
        String line = file + ": line " + firstLine + " ('" + shortened(columnNumbers) + "')";
        if (dimension == 1) {
            remarks.add(line + " is taken for a point; if it is a header, say so (--header)");
            return 0;
        }
        if (whole) {
            throw new InputFileException(file, "line " + firstLine + " ('" + shortened(columnNumbers)
                    + "') may be a point,"
                    + " or a header of column numbers as pandas writes it; say which (--no-header or --header)");
        }
        remarks.add(leftOut("is taken for a header of column numbers, as pandas writes it,", columnNumbers)
                + " (--no-header: it is a point)");
        return dimension;
    }

    private String leftOut(String why, String text) {
        return file + ": line " + firstLine + " " + why + " and left out: '" + shortened(text) + "'";
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    private String name(int column) {
        return names.isEmpty() ? "" : " ('" + names.get(column) + "')";
    }

    private static String columns(int number) {
        return number + (number == 1 ? " column" : " columns");
    }

    /** Classifies the cell of a text file: a number, a name, or neither. */
    static final class Cell {

        /** Words for a missing number; never names of columns. */
        private static final Set<String> MISSING = Set.of(
                "none", "null", "na", "n/a", "nil", "missing", "nat", "true", "false");

        private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

        private Cell() {}

        static OptionalDouble number(String cell) {
            // The last character of a finite number is a digit or its decimal point, that of no word.
            return !cell.isEmpty() && "0123456789.".indexOf(cell.charAt(cell.length() - 1)) >= 0 ? finite(cell)
                    : word(cell);
        }

        private static OptionalDouble word(String cell) {
            return switch (cell.toLowerCase(Locale.ROOT)) {
                case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
                case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
                case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
                default -> OptionalDouble.empty();
            };
        }

        private static OptionalDouble finite(String cell) {
            try {
                // Java's hexadecimal numbers are not valid in data files.
                return cell.indexOf('x') >= 0 || cell.indexOf('X') >= 0
                        ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
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
         * Whether a cell may be the name of a column: it is empty, or a letter or underscore comes before any digit,
         * and it is neither a number such as nan nor a word for a missing number.
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
                return problem
                        + String.format(Locale.ROOT, ": its minus sign is the character U+%04X; write a hyphen (-)",
                                dash.getAsInt());
            }
            return cell.matches(".*[0-9],[0-9].*") ? problem + ": write it without commas, with a decimal point"
                    : problem;
        }
    }

    /** The separator between the numbers of a line. */
    enum Separator {
        SEMICOLON(';'),
        TAB('\t'),
        COMMA(','),
        /** One or more blanks. */
        BLANKS(' ');

        private final char character;

        Separator(char character) {
            this.character = character;
        }

        /**
         * The separator that splits a line into cells that are all numbers. No number contains a separator, so at most
         * one separator that occurs in the line qualifies. If none does, the first that occurs: errors then refer to
         * its cells.
         */
        static Separator of(String line) {
            for (Separator separator : values()) {
                if (separator.occursIn(line) && separator.cells(line).stream().allMatch(Cell::isNumber)) {
                    return separator;
                }
            }
            for (Separator separator : values()) {
                if (separator.occursIn(line)) {
                    return separator;
                }
            }
            return COMMA;
        }

        /** The cells of a line, without quotation marks and blanks around them (RFC 4180, within one line). */
        List<String> cells(String line) {
            return line.indexOf('"') < 0 ? unquoted(line.strip()) : quoted(line);
        }

        private List<String> unquoted(String line) {
            List<String> cells = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < line.length(); i++) {
                if (separates(line.charAt(i))) {
                    if (this != BLANKS || i > from) {
                        cells.add(line.substring(from, i).strip());
                    }
                    from = i + 1;
                }
            }
            cells.add(line.substring(from).strip());
            return cells;
        }

        private List<String> quoted(String line) {
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            boolean inside = false;
            for (char c : line.strip().toCharArray()) {
                boolean between = !quoted && separates(c);
                if (c == '"') {
                    quoted = !quoted;
                } else if (between && (this != BLANKS || inside)) {
                    cells.add(cell.toString().strip());
                    cell.setLength(0);
                } else if (!between) {
                    cell.append(c);
                }
                inside = !between;
            }
            cells.add(cell.toString().strip());
            return cells;
        }

        private boolean occursIn(String line) {
            return line.strip().chars().anyMatch(c -> separates((char) c));
        }

        private boolean separates(char c) {
            return this == BLANKS ? Character.isWhitespace(c) || Character.isSpaceChar(c) : c == character;
        }
    }
}
