package org.leastaction.command;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/** Pictures that tests draw, in class folders. */
final class PictureFolders {

    private PictureFolders() {}

    /**
     * Writes {@code train/CLASS/0.png} and so on, and as many under {@code test}.
     *
     * @param each    pictures of a class in each of the two
     * @param picture of a class, by its number
     */
    static void write(Path folder, List<String> classes, int each, IntFunction<BufferedImage> picture)
            throws IOException {
        for (int label = 0; label < classes.size(); label++) {
            for (String split : List.of("train", "test")) {
                for (int i = 0; i < each; i++) {
                    write(folder.resolve(split).resolve(classes.get(label)).resolve(i + ".png"), picture.apply(label));
                }
            }
        }
    }

    /** Writes a picture, with the folders that it needs. */
    static void write(Path file, BufferedImage picture) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }
}
