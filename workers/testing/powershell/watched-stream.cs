using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;

namespace Platter
{
    /// <summary>A stream that writes down each step that touches the disk, and can end or fail the script at one of them.</summary>
    public class WatchedStream : FileStream
    {
        const long Small = 64L << 20;

        static string mode = "run";
        static int at;
        static int count;
        static string snapshots;
        public static List<string> Trace = new List<string>();

        /// <summary>
        /// mode: "run"; "fail" leaves step `at` half done and says that there is no space; "kill" leaves it half done and kills the
        /// process; "snapshots" copies the folder of the file before, in the middle of and after each step.
        /// </summary>
        public static void Begin(string newMode, int newAt, string newSnapshots)
        {
            mode = newMode;
            at = newAt;
            snapshots = newSnapshots;
            count = 0;
            Trace = new List<string>();
        }

        public static FileStream Open(string path, FileMode kind, FileAccess access, FileShare share)
        {
            if (access == FileAccess.Read) return new FileStream(path, kind, access, share);
            return new WatchedStream(path, kind, access, share);
        }

        WatchedStream(string path, FileMode kind, FileAccess access, FileShare share) : base(path, kind, access, share)
        {
            Snapshot("open");
        }

        string File { get { return Path.GetExtension(Name) == ".platter-undo" ? "undo" : "image"; } }

        void Pass(string step, Action halfDone)
        {
            count++;
            Trace.Add(step);
            Snapshot("before");
            bool interrupts = count == at && (mode == "fail" || mode == "kill");
            if (!interrupts && mode != "snapshots") return;
            halfDone();
            Snapshot("half");
            if (!interrupts) return;
            if (mode == "fail") throw new IOException("No space left on device");
            Process.GetCurrentProcess().Kill();
        }

        void Snapshot(string moment)
        {
            if (mode != "snapshots") return;
            CopyFolder(Path.GetDirectoryName(Name), Path.Combine(snapshots, string.Format("{0:0000}-{1}", count, moment)));
        }

        public override void Write(byte[] bytes, int offset, int length)
        {
            int half = 0;
            Pass(string.Format("write {0} {1} {2}", File, Position, length), () =>
            {
                half = length / 2;
                base.Write(bytes, offset, half);
                base.Flush(false);
            });
            base.Write(bytes, offset + half, length - half);
            Snapshot("after");
        }

        public override void SetLength(long size)
        {
            Pass(string.Format("size {0} {1}", File, size), () => { });
            base.SetLength(size);
            Snapshot("after");
        }

        public override void Flush(bool toDisk)
        {
            if (toDisk) Pass("flush " + File, () => { });
            base.Flush(toDisk);
        }

        /// <summary>Copies the files of a folder as they are on the disk now, whoever has them open.</summary>
        public static void CopyFolder(string from, string to)
        {
            // Another program, as .NET would refuse what this process itself has open for nobody else.
            ProcessStartInfo copy = new ProcessStartInfo("cp") { UseShellExecute = false };
            foreach (string word in new[] { "-RT", "--sparse=always", "--", from, to }) copy.ArgumentList.Add(word);
            Directory.CreateDirectory(Path.GetDirectoryName(to));
            using (Process process = Process.Start(copy))
            {
                process.WaitForExit();
                if (process.ExitCode != 0) throw new IOException("cp failed");
            }
        }

        /// <summary>"NAME SIZE SHA-256" of each file of a folder, by name, but for links; null where one of them is large.</summary>
        public static List<string> Look(string folder)
        {
            List<string> found = new List<string>();
            foreach (FileInfo file in new DirectoryInfo(folder).GetFiles())
            {
                if ((file.Attributes & FileAttributes.ReparsePoint) != 0) continue;
                if (file.Length > Small) return null;
                using (FileStream stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                using (SHA256 hasher = SHA256.Create())
                    found.Add(string.Format("{0} {1} {2}", file.Name, file.Length, BitConverter.ToString(hasher.ComputeHash(stream)).Replace("-", "").ToLowerInvariant()));
            }
            found.Sort(string.CompareOrdinal);
            return found;
        }
    }
}
