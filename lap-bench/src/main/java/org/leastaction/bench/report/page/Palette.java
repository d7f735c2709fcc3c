package org.leastaction.bench.report.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Colours, markers and dashes. Initialisations and methods have separate colours, so that they cannot be confused;
 * everything that differs in colour also differs in shape, fill or dash.
 */
public final class Palette {

    public static final Color INK = new Color(0x222222);
    public static final Color SOFT = new Color(0x666666);
    public static final Color RULE = new Color(0xB5B5B5);
    public static final Color GRID = new Color(0xE3E3E3);

    private static final List<Color> INITIALISATIONS = List.of(
            new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73), new Color(0xCC79A7), new Color(0x56B4E9));
    private static final List<Color> METHODS = List.of(
            new Color(0x3A3A3A), new Color(0x56B4E9), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
            new Color(0xE69F00));
    private static final List<Color> CLASSES = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00),
            new Color(0x56B4E9), new Color(0x3A3A3A), new Color(0xF0E442));
    private static final List<float[]> DASHES = List.of(
            new float[] {}, new float[] {5, 2.5f}, new float[] {7, 2, 1.5f, 2}, new float[] {1.2f, 2},
            new float[] {9, 3}, new float[] {2.5f, 2.5f});

    private Palette() {}

    public static Color initialisation(int index) {
        return INITIALISATIONS.get(index % INITIALISATIONS.size());
    }

    public static Color method(int index) {
        return METHODS.get(index % METHODS.size());
    }

    public static Color ofClass(int label) {
        return CLASSES.get(Math.floorMod(label, CLASSES.size()));
    }

    /** How the marker of an initialisation is filled: filled, empty or pale, cyclically. */
    public static Color fill(int initialisation) {
        Color colour = initialisation(initialisation);
        return switch (initialisation % 3) {
            case 0 -> colour;
            case 1 -> Color.WHITE;
            default -> pale(colour, 0.55);
        };
    }

    public static Color pale(Color colour, double share) {
        return new Color(
                (int) Math.round(colour.getRed() + (255 - colour.getRed()) * share),
                (int) Math.round(colour.getGreen() + (255 - colour.getGreen()) * share),
                (int) Math.round(colour.getBlue() + (255 - colour.getBlue()) * share));
    }

    /** A solid, dashed or dotted line. */
    public static Stroke line(int method, double width) {
        float[] dash = DASHES.get((method + method / METHODS.size()) % DASHES.size());
        return dash.length == 0
                ? new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    /** The marker of a method around the origin: disc, square, triangle, diamond, wedge, cross. */
    public static Shape marker(int method, double radius) {
        double r = radius;
        return switch ((method + method / METHODS.size()) % 6) {
            case 0 -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
            case 1 -> new Rectangle2D.Double(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r);
            case 2 -> polygon(0, -1.2 * r, 1.1 * r, 0.8 * r, -1.1 * r, 0.8 * r);
            case 3 -> polygon(0, -1.3 * r, 1.1 * r, 0, 0, 1.3 * r, -1.1 * r, 0);
            case 4 -> polygon(0, 1.2 * r, 1.1 * r, -0.8 * r, -1.1 * r, -0.8 * r);
            default -> plus(r);
        };
    }

    private static Shape plus(double r) {
        double w = 0.35 * r;
        return polygon(-w, -r, w, -r, w, -w, r, -w, r, w, w, w, w, r, -w, r, -w, w, -r, w, -r, -w, -w, -w);
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
