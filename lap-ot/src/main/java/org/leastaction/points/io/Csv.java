package org.leastaction.points.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.leastaction.io.InputFileException;
import org.leastaction.points.DoublePoints;

/**
 * Points in a .csv file: a line per point, numbers separated by commas, decimal points. A first line with a cell that
 * is no number is the header; blank lines and lines that start with '#' are skipped.
 */
final class Csv {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private List<String> header = List.of();
    private int dimension = -1;
    private int firstLine;
    private double[] values = new double[1024];
    private int count;

    private Csv(Path file) {
        this.file = file;
    }

    static DoublePoints read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        Csv csv = new Csv(file);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank() && !text.startsWith("#")) {
                    csv.line(number, text);
                }
            }
        } catch (MalformedInputException failure) {
            throw new InputFileException(file, "not a text file in UTF-8", failure);
        } catch (IOException failure) {
            throw InputFileException.of(file, failure);
        }
        return csv.points();
    }

    private void line(int number, String text) throws InputFileException {
        List<String> cells = cells(text);
        if (dimension < 0) {
            dimension = cells.size();
            firstLine = number;
            if (cells.stream().anyMatch(cell -> number(cell).isEmpty() && !cell.isEmpty())) {
                header = cells;
                return;
            }
        }
        if (cells.size() != dimension) {
            throw new InputFileException(file, "line " + number + " has " + columns(cells.size()) + ", line "
                    + firstLine + " has " + dimension + "; every line needs as many");
        }
        for (int column = 0; column < dimension; column++) {
            String cell = cells.get(column);
            Optional<Double> value = number(cell);
            if (value.isEmpty()) {
                throw new InputFileException(file, "line " + number + ", column " + (column + 1) + name(column) + ": '"
                        + cell + "' is not a number");
            }
            append(value.get());
        }
    }

    private DoublePoints points() throws InputFileException {
        if (count == 0) {
            throw new InputFileException(file, "there is no line of numbers in this file");
        }
        return DoublePoints.wrap(Arrays.copyOf(values, count), count / dimension, dimension);
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

    private String name(int column) {
        return header.isEmpty() ? "" : " ('" + header.get(column) + "')";
    }

    private static String columns(int number) {
        return number + (number == 1 ? " column" : " columns");
    }

    /** The cells of a line, without quotation marks and blanks around them (RFC 4180, within one line). */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private static Optional<Double> number(String cell) {
        switch (cell.toLowerCase(Locale.ROOT)) {
            case "nan":
                return Optional.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity":
                return Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity":
                return Optional.of(Double.NEGATIVE_INFINITY);
            default:
        }
        try {
            // Java's own suffixes, as in 1.5f, are no numbers to anyone else.
            return cell.endsWith("f") || cell.endsWith("d") || cell.endsWith("F") || cell.endsWith("D")
                    ? Optional.empty()
                    : Optional.of(Double.valueOf(cell));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
