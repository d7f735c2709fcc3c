package org.leastaction.points.io;

import java.util.ArrayList;
import java.util.List;

/** The separator between the numbers of a line. */
enum Separator {
    SEMICOLON,
    TAB,
    COMMA,
    /** One or more blanks. */
    BLANKS;

    /**
     * The separator that splits a line into cells that are all numbers. No number contains a separator, so at most one
     * separator that occurs in the line qualifies. If none does, the first that occurs: errors then refer to its cells.
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
        return switch (this) {
            case SEMICOLON -> c == ';';
            case TAB -> c == '\t';
            case COMMA -> c == ',';
            case BLANKS -> Character.isWhitespace(c) || Character.isSpaceChar(c);
        };
    }
}
