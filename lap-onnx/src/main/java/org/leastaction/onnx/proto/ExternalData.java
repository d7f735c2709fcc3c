package org.leastaction.onnx.proto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.leastaction.io.FileRegion;
import org.leastaction.io.Messages;
import org.leastaction.onnx.proto.ModelReader.OutsideData;

/**
 * Weights in separate files, as PyTorch writes them: regular files of the model's own folder only.
 *
 * <p>A model that is reached by a symbolic link, as in the caches of model hubs, has two folders: that of the link and
 * that of its target. Its weights may be in either folder; a link to them in the folder of the model's link must lead
 * to a plain file in the folder of the target. Any other location is refused before anything is opened, whether it is
 * given by name or by a link.
 */
final class ExternalData implements OutsideData {

    private final Path folder;
    private final Path targetFolder;

    private ExternalData(Path folder, Path targetFolder) {
        this.folder = folder;
        this.targetFolder = targetFolder;
    }

    /** Weights of a model file. */
    static ExternalData beside(Path model) throws IOException {
        return new ExternalData(folder(model.toAbsolutePath()), folder(model.toRealPath()));
    }

    /** A file that was opened has a folder. */
    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent(), "folder");
    }

    @Override
    public ByteSlice read(String tensor, Map<String, String> entries, long bytes) throws MalformedModelException {
        String location = entries.getOrDefault("location", "");
        Path file = locate(tensor, location);
        long offset = number(tensor, entries.getOrDefault("offset", "0"));
        long length = number(tensor, entries.getOrDefault("length", Long.toString(bytes)));
        if (length != bytes || bytes > Integer.MAX_VALUE - 64) {
            throw new MalformedModelException("the weights '" + tensor + "' in the file '" + location + "' should be "
                    + bytes + " bytes, not " + length);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (offset > channel.size() || length > channel.size() - offset) {
                throw new MalformedModelException("the weights '" + tensor + "' should be bytes " + offset + " to "
                        + (offset + length) + " of the file '" + location + "', which has " + channel.size());
            }
            ByteBuffer buffer = ByteSlice.memory((int) length);
            if (!FileRegion.fill(buffer, channel, offset)) {
                throw new MalformedModelException("the file '" + location + "' of weights became shorter");
            }
            return ByteSlice.of(buffer.clear());
        } catch (IOException failure) {
            throw new MalformedModelException(
                    "its weights in the file '" + location + "' cannot be read: " + Messages.of(failure), failure);
        }
    }

    private Path locate(String tensor, String location) throws MalformedModelException {
        Path relative;
        try {
            relative = Path.of(location);
        } catch (InvalidPathException invalid) {
            throw new MalformedModelException("the weights '" + tensor + "' have an impossible path", invalid);
        }
        boolean inside = !location.isEmpty() && !relative.isAbsolute() && relative.getNameCount() == 1
                && relative.normalize().equals(relative) && !location.contains("..");
        if (!inside) {
            throw new MalformedModelException("the weights '" + tensor + "' lie at '" + location
                    + "'; only files in the model's own folder are read");
        }
        Path beside = folder.resolve(relative);
        if (Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
            return beside;
        }
        if (Files.isSymbolicLink(beside)) {
            return target(location, beside);
        }
        Path besideTarget = targetFolder.resolve(relative);
        if (Files.isRegularFile(besideTarget, LinkOption.NOFOLLOW_LINKS)) {
            return besideTarget;
        }
        throw new MalformedModelException("its weights should lie in the file '" + location
                + "' beside it, which is missing or no plain file" + (besideTarget.equals(beside) ? ""
                        : "; it is a symbolic link, and beside its target, in " + targetFolder
                                + ", they are not either"));
    }

    /** The target of a link to weights, if it is beside the target of the model's own link. */
    private Path target(String location, Path link) throws MalformedModelException {
        String named = "its weights should lie in the file '" + location + "' beside it, which is no plain file but a"
                + " symbolic link ";
        try {
            Path target = link.toRealPath();
            if (Files.isRegularFile(target) && targetFolder.equals(target.getParent())) {
                return target;
            }
            throw new MalformedModelException(
                    named + "to " + target + "; a link may lead to a plain file of the folder "
                            + targetFolder + ", where the model itself lies");
        } catch (IOException dangling) {
            throw new MalformedModelException(named + "that leads nowhere", dangling);
        }
    }

    private static long number(String tensor, String text) throws MalformedModelException {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw new MalformedModelException("the weights '" + tensor + "' have the place or length '" + text + "'");
    }
}
