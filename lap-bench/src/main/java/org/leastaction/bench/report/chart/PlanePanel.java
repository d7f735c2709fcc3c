package org.leastaction.bench.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Particles in a square of the plane, each panel with its own scale, shown by a scale bar. */
public final class PlanePanel {

    public static final int MOST_PARTICLES = 400;
    public static final int MOST_PATHS = 120;

    private static final double MARGIN = 6;
    private static final double BAR_ROOM = 17;

    /** Whether the paths of the particles to their positions are drawn. */
    public enum Paths {
        SHOWN,
        HIDDEN
    }

    private final PlaneFlow flow;
    private final int block;
    private final Paths paths;

    public PlanePanel(PlaneFlow flow, int block, Paths paths) {
        this.flow = flow;
        this.block = block;
        this.paths = paths;
    }

    public void draw(Pages pages, double left, double top, double side) {
        Graphics2D canvas = pages.canvas();
        Rectangle2D bounds = bounds();
        double extent = Math.max(Math.max(bounds.getWidth(), bounds.getHeight()), 1e-30);
        double unit = (side - 2 * MARGIN - BAR_ROOM) / extent;
        AffineTransform place = new AffineTransform();
        place.translate(left + side / 2, top + (side - BAR_ROOM) / 2 + MARGIN / 2);
        place.scale(unit, -unit);
        place.translate(-bounds.getCenterX(), -bounds.getCenterY());

        canvas.setPaint(Palette.RULE);
        canvas.setStroke(new BasicStroke(0.5f));
        canvas.draw(new Rectangle2D.Double(left, top, side, side));
        if (paths == Paths.SHOWN) {
            drawPaths(canvas, place);
        }
        drawParticles(canvas, place);
        drawBar(pages, left, top + side, extent, unit);
    }

    private void drawPaths(Graphics2D canvas, AffineTransform place) {
        canvas.setStroke(new BasicStroke(0.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < Math.min(MOST_PATHS, flow.particles()); i++) {
            if (!isFinite(i)) {
                continue;
            }
            Path2D path = new Path2D.Double();
            path.moveTo(flow.x(0, i), flow.y(0, i));
            for (int k = 1; k <= block; k++) {
                path.lineTo(flow.x(k, i), flow.y(k, i));
            }
            canvas.setPaint(Palette.pale(Palette.ofClass(flow.labels()[i]), 0.45));
            canvas.draw(place.createTransformedShape(path));
        }
    }

    private void drawParticles(Graphics2D canvas, AffineTransform place) {
        canvas.setStroke(new BasicStroke(0.5f));
        double[] at = new double[2];
        for (int i = 0; i < shown(); i++) {
            if (!flow.isFinite(block, i)) {
                continue;
            }
            at[0] = flow.x(block, i);
            at[1] = flow.y(block, i);
            place.transform(at, 0, at, 0, 1);
            int label = flow.labels()[i];
            Shape marker = AffineTransform.getTranslateInstance(at[0], at[1])
                    .createTransformedShape(Palette.marker(Math.floorMod(label * 2, 6), 1.5));
            canvas.setPaint(label % 2 == 0 ? Palette.ofClass(label) : Color.WHITE);
            canvas.fill(marker);
            canvas.setPaint(Palette.ofClass(label));
            canvas.draw(marker);
        }
    }

    private void drawBar(Pages pages, double left, double bottom, double extent, double unit) {
        double length = niceLength(extent / 2.5);
        double width = length * unit;
        double y = bottom - 5;
        double x = left + MARGIN;
        Graphics2D canvas = pages.canvas();
        canvas.setPaint(Palette.INK);
        canvas.setStroke(new BasicStroke(0.8f));
        canvas.draw(new Line2D.Double(x, y, x + width, y));
        canvas.draw(new Line2D.Double(x, y - 2, x, y + 2));
        canvas.draw(new Line2D.Double(x + width, y - 2, x + width, y + 2));
        pages.text(Numbers.plain(length), pages.typeface().regular(7.5), Palette.INK, x + width + 4, y + 2.5);
    }

    /** 1, 2 or 5 times a power of ten, at most {@code length}. */
    private static double niceLength(double length) {
        double power = Math.pow(10, Math.floor(Math.log10(length)));
        double mantissa = length / power;
        return (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1) * power;
    }

    private int shown() {
        return Math.min(MOST_PARTICLES, flow.particles());
    }

    private boolean isFinite(int particle) {
        for (int k = 0; k <= block; k++) {
            if (!flow.isFinite(k, particle)) {
                return false;
            }
        }
        return true;
    }

    /** The region that must be visible: the particles, and their paths if shown. */
    private Rectangle2D bounds() {
        Rectangle2D bounds = null;
        int first = paths == Paths.SHOWN ? 0 : block;
        for (int k = first; k <= block; k++) {
            int particles = k == block ? shown() : Math.min(MOST_PATHS, flow.particles());
            for (int i = 0; i < particles; i++) {
                if (!flow.isFinite(k, i)) {
                    continue;
                }
                if (bounds == null) {
                    bounds = new Rectangle2D.Double(flow.x(k, i), flow.y(k, i), 0, 0);
                } else {
                    bounds.add(flow.x(k, i), flow.y(k, i));
                }
            }
        }
        return bounds == null ? new Rectangle2D.Double(-1, -1, 2, 2) : bounds;
    }

    /**
     * The trajectories of particles through a network of the plane.
     *
     * @param states [K + 1, n, 2], row-major: before the first block and after each block
     * @param labels [n], the classes
     */
    public record PlaneFlow(float[] states, int[] labels) {

        public PlaneFlow {
            if (states.length % (2 * Math.max(1, labels.length)) != 0) {
                throw new IllegalArgumentException("states of " + states.length + " numbers are no flow of "
                        + labels.length + " particles in the plane");
            }
        }

        /**
         * Reads {@code states} and {@code labels} of a .npz file.
         *
         * @throws InputFileException if the file cannot be read or does not contain a flow of the plane
         */
        public static PlaneFlow read(Path file) throws InputFileException {
            return InputFileException.reading(file, () -> parsed(file));
        }

        private static PlaneFlow parsed(Path file) throws InputFileException {
            NpyArray states = Npz.read(file, "states");
            NpyArray labels = Npz.read(file, "labels");
            List<Integer> shape = states.shape();
            if (shape.size() != 3 || shape.get(2) != 2 || shape.get(0) < 2 || shape.get(1) != labels.size()
                    || shape.get(1) == 0) {
                throw new InputFileException(file, "holds states of shape " + shape + " and labels of shape "
                        + labels.shape() + "; states [blocks + 1, n, 2] and labels [n] are needed");
            }
            return new PlaneFlow(states.floats(), labels.ints());
        }

        public int particles() {
            return labels.length;
        }

        /** The number of blocks, K. */
        public int blocks() {
            return states.length / (2 * labels.length) - 1;
        }

        /** The first coordinate of a particle after a number of blocks. */
        double x(int block, int particle) {
            return states[2 * (block * labels.length + particle)];
        }

        /** The second coordinate of a particle after a number of blocks. */
        double y(int block, int particle) {
            return states[2 * (block * labels.length + particle) + 1];
        }

        boolean isFinite(int block, int particle) {
            return Double.isFinite(x(block, particle)) && Double.isFinite(y(block, particle));
        }
    }
}
