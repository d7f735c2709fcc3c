package org.leastaction.bench.report.page;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * A typeset table: rules above and below, numbers aligned on their decimal points, as large as the width of the page
 * allows, the header repeated on every page.
 */
public final class Table {

    /** The weight of a cell's text. */
    enum Weight {
        REGULAR,
        BOLD
    }

    /**
     * A cell: one number or text.
     *
     * @param mark letter of a footnote, or empty
     */
    public record Cell(String text, Weight weight, String mark) {

        public static Cell of(String text) {
            return new Cell(text, Weight.REGULAR, "");
        }

        public Cell bold() {
            return new Cell(text, Weight.BOLD, mark);
        }

        public Cell marked(String newMark) {
            return new Cell(text, weight, newMark);
        }

        /** The part to the left of the decimal point, or of the text that follows an integer. */
        private String head() {
            int end = 0;
            while (end < text.length() && "(−0123456789".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            return text.substring(0, end);
        }
    }

    /** A column of text, or of numbers that are aligned on their decimal points; its heading may have several lines. */
    public record Column(Kind kind, List<String> head) {

        enum Kind {
            WORDS,
            NUMBERS
        }

        public static Column words(String... head) {
            return new Column(Kind.WORDS, List.of(head));
        }

        public static Column numbers(String... head) {
            return new Column(Kind.NUMBERS, List.of(head));
        }

        /** The numbers of a metric, under its heading. */
        public static Column of(MetricDefinition metric) {
            return new Column(Kind.NUMBERS, metric.heading().stream().filter(line -> !line.isEmpty()).toList());
        }

        private boolean hasWords() {
            return kind == Kind.WORDS;
        }
    }

    private static final double WIDEST_GAP = 48;
    /** The maximum width of a text column, as a share of the page. */
    private static final double WIDEST_WORDS = 0.45;
    private static final double LARGEST = 9;
    private static final double SMALL = 8;
    private static final double SMALLEST = 5.5;
    private static final double GAP = 9;

    private final List<Column> heads;
    private final double largest;
    private final List<Row> rows = new ArrayList<>();

    private record Row(@Nullable String section, List<Cell> cells) {}

    public Table(List<Column> columns) {
        this(columns, LARGEST);
    }

    /** @param largest the size of its type in points, unless the page is too narrow for it */
    public Table(List<Column> columns, double largest) {
        this.heads = List.copyOf(columns);
        this.largest = largest;
    }

    public void row(List<Cell> cells) {
        if (cells.size() != heads.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + heads.size() + " columns");
        }
        rows.add(new Row(null, List.copyOf(cells)));
    }

    /** Adds a separate line above the following rows. */
    public void section(String label) {
        rows.add(new Row(label, List.of()));
    }

    public void draw(Pages pages) throws IOException {
        double size = largest;
        Columns columns = measure(pages, size);
        while (columns.total() > Pages.WIDTH && size > SMALLEST) {
            size -= 0.25;
            columns = measure(pages, size);
        }
        columns.spread(Pages.WIDTH);
        double step = size * (size < SMALL ? 1.5 : 1.62);
        pages.require(headHeight(size) + 4 * step);
        head(pages, columns, size);
        for (int i = 0; i < rows.size(); i++) {
            String section = rows.get(i).section();
            if (pages.room() < (section != null ? 2.4 : 1.4) * step) {
                pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, pages.y() + 3, Palette.INK, 0.8);
                pages.newPage();
                head(pages, columns, size);
            }
            if (section != null) {
                if (i > 0) {
                    pages.space(step * 0.25);
                }
                pages.text(pages.shortened(section, pages.typeface().bold(size), Pages.WIDTH),
                        pages.typeface().bold(size), Palette.INK, Pages.LEFT, pages.y() + size);
            } else {
                cells(pages, columns, size, rows.get(i).cells());
            }
            pages.space(step);
        }
        pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, pages.y() + 2, Palette.INK, 0.8);
        pages.space(8);
    }

    private double headHeight(double size) {
        return heads.stream().mapToInt(column -> column.head().size()).max().orElse(1) * size * 1.25 + 10;
    }

    private void head(Pages pages, Columns columns, double size) {
        pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, pages.y(), Palette.INK, 0.8);
        EmbeddedFont font = pages.typeface().regular(size);
        double bottom = pages.y() + headHeight(size) - 6;
        for (int c = 0; c < heads.size(); c++) {
            List<String> lines = heads.get(c).head();
            for (int i = 0; i < lines.size(); i++) {
                String line = pages.typeface().printable(lines.get(i));
                double x = heads.get(c).hasWords() ? columns.x[c] : columns.centre(c) - font.width(line) / 2;
                Color colour = i == 0 ? Palette.INK : Palette.SOFT;
                pages.text(line, font, colour, x, bottom - (lines.size() - 1 - i) * size * 1.25 - 2);
            }
        }
        pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, bottom + 3, Palette.RULE, 0.5);
        pages.space(headHeight(size) + 2);
    }

    private void cells(Pages pages, Columns columns, double size, List<Cell> cells) {
        double baseline = pages.y() + size;
        for (int c = 0; c < cells.size(); c++) {
            Cell cell = cells.get(c);
            EmbeddedFont font = font(pages, cell, size);
            double x = columns.x[c];
            if (!heads.get(c).hasWords()) {
                x = cell.head().isEmpty()
                        ? columns.centre(c) - font.width(pages.typeface().printable(cell.text())) / 2
                        : columns.anchor(c) - font.width(cell.head());
            }
            String text = shown(pages, c, cell, font);
            pages.text(text, font, Palette.INK, x, baseline);
            if (!cell.mark().isEmpty()) {
                pages.text(cell.mark(), pages.typeface().regular(size * 0.7), Palette.INK,
                        x + font.width(text) + 0.8, baseline - size * 0.32);
            }
        }
    }

    private Columns measure(Pages pages, double size) {
        Columns columns = new Columns(heads.size());
        EmbeddedFont regular = pages.typeface().regular(size);
        for (int c = 0; c < heads.size(); c++) {
            for (String line : heads.get(c).head()) {
                columns.width[c] = Math.max(columns.width[c], regular.width(pages.typeface().printable(line)));
            }
        }
        for (Row row : rows) {
            for (int c = 0; c < row.cells().size(); c++) {
                Cell cell = row.cells().get(c);
                EmbeddedFont font = font(pages, cell, size);
                double whole = font.width(shown(pages, c, cell, font))
                        + pages.typeface().regular(size * 0.7).width(cell.mark());
                if (heads.get(c).hasWords() || cell.head().isEmpty()) {
                    columns.width[c] = Math.max(columns.width[c], whole);
                } else {
                    double left = font.width(cell.head());
                    columns.left[c] = Math.max(columns.left[c], left);
                    columns.right[c] = Math.max(columns.right[c], whole - left);
                }
            }
        }
        columns.close();
        return columns;
    }

    /** The text of a cell, shortened if it would push the numbers off the page. */
    private String shown(Pages pages, int column, Cell cell, EmbeddedFont font) {
        return heads.get(column).hasWords()
                ? pages.shortened(cell.text(), font, WIDEST_WORDS * Pages.WIDTH)
                : pages.typeface().printable(cell.text());
    }

    private static EmbeddedFont font(Pages pages, Cell cell, double size) {
        return cell.weight() == Weight.BOLD ? pages.typeface().bold(size) : pages.typeface().regular(size);
    }

    /** The positions of columns: {@code left} and {@code right} are the widths to either side of the decimal point. */
    private static final class Columns {

        private final double[] width;
        private final double[] left;
        private final double[] right;
        private final double[] x;

        Columns(int count) {
            width = new double[count];
            left = new double[count];
            right = new double[count];
            x = new double[count];
        }

        void close() {
            for (int c = 0; c < width.length; c++) {
                width[c] = Math.max(width[c], left[c] + right[c]);
            }
        }

        double total() {
            return Arrays.stream(width).sum() + GAP * (width.length - 1);
        }

        void spread(double available) {
            double gap = width.length == 1 ? 0
                    : Math.min(WIDEST_GAP, GAP + Math.max(0, available - total()) / (width.length - 1));
            double at = Pages.LEFT;
            for (int c = 0; c < width.length; c++) {
                x[c] = at;
                at += width[c] + gap;
            }
        }

        double centre(int c) {
            return x[c] + width[c] / 2;
        }

        /** The position of a column's decimal points; its numbers are centred as a block. */
        double anchor(int c) {
            return centre(c) - (left[c] + right[c]) / 2 + left[c];
        }
    }

    /** Lettered notes below a table; equal notes share a letter. */
    public static final class Footnotes {

        private final List<String> notes = new ArrayList<>();

        /** The letter of a note: a … z, aa, ab, … */
        public String mark(String note) {
            if (!notes.contains(note)) {
                notes.add(note);
            }
            return letter(notes.indexOf(note));
        }

        public void draw(Pages pages) throws IOException {
            for (String note : notes) {
                pages.note(letter(notes.indexOf(note)), note);
            }
            pages.space(notes.isEmpty() ? 0 : 4);
        }

        private static String letter(int index) {
            String last = String.valueOf((char) ('a' + index % 26));
            return index < 26 ? last : letter(index / 26 - 1) + last;
        }
    }
}
