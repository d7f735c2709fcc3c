package org.leastaction.bench.command.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version and commit of a build.
 *
 * @param version version of the project
 * @param commit  short hash; "unknown" if it was not built from a checkout
 */
public record BuildInfo(String version, String commit) {

    private static final String FILE = "build.properties";

    /** This build. */
    public static BuildInfo current() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the build lacks its " + FILE, unreadable);
        }
        String commit = properties.getProperty("commit", "");
        return new BuildInfo(
                properties.getProperty("version"), commit.isBlank() || commit.startsWith("$") ? "unknown" : commit);
    }
}
