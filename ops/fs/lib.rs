//! The file system. JS: `js/node/fs.js`, `js/internal/fs/`. Tests: `tests/node/fs/`.

mod args;
mod attributes;
mod cached;
mod copy_folder;
mod crowd;
mod data;
mod decode;
mod dir_handle;
mod directory;
mod door;
mod entries;
mod file_handle;
mod fs_event;
mod inline;
mod lately;
mod listing;
mod listing_tree;
mod long;
mod memory;
mod open;
mod read;
mod read_file;
mod read_file_sync;
mod rm;
mod stat;
mod stat_soon;
mod stat_watcher;
mod sys;
mod value;
mod write;
mod write_file;
mod write_text;

deno_core::extension!(
    ops_fs,
    ops = [
        attributes::op_fs_chmod_sync,
        attributes::op_fs_chmod,
        attributes::op_fs_fchmod_sync,
        attributes::op_fs_fchmod,
        attributes::op_fs_chown_sync,
        attributes::op_fs_chown,
        attributes::op_fs_fchown_sync,
        attributes::op_fs_fchown,
        attributes::op_fs_lchown_sync,
        attributes::op_fs_lchown,
        attributes::op_fs_utimes_sync,
        attributes::op_fs_utimes,
        attributes::op_fs_lutimes_sync,
        attributes::op_fs_lutimes,
        attributes::op_fs_futimes_sync,
        attributes::op_fs_futimes,
        copy_folder::op_fs_copy_folder_sync,
        copy_folder::op_fs_copy_folder,
        dir_handle::op_fs_opendir_sync,
        dir_handle::op_fs_opendir,
        directory::op_fs_mkdir_sync,
        directory::op_fs_mkdir,
        directory::op_fs_mkdtemp_sync,
        directory::op_fs_mkdtemp,
        directory::op_fs_rmdir_sync,
        directory::op_fs_rmdir,
        entries::op_fs_link_sync,
        entries::op_fs_link,
        entries::op_fs_symlink_sync,
        entries::op_fs_symlink,
        entries::op_fs_rename_sync,
        entries::op_fs_rename,
        entries::op_fs_unlink_sync,
        entries::op_fs_unlink,
        entries::op_fs_readlink_sync,
        entries::op_fs_readlink,
        entries::op_fs_realpath_sync,
        entries::op_fs_realpath,
        entries::op_fs_copy_file_sync,
        entries::op_fs_copy_file,
        file_handle::op_fs_on_lost_file_handle,
        listing::op_fs_readdir_sync,
        listing::op_fs_readdir,
        listing_tree::op_fs_readdir_tree_sync,
        listing_tree::op_fs_readdir_tree,
        open::op_fs_open_sync,
        open::op_fs_open,
        open::op_fs_close_sync,
        open::op_fs_close,
        open::op_fs_fsync_sync,
        open::op_fs_fsync,
        open::op_fs_fdatasync_sync,
        open::op_fs_fdatasync,
        open::op_fs_ftruncate_sync,
        open::op_fs_ftruncate,
        read::op_fs_read_sync,
        read::op_fs_read,
        read::op_fs_readv_sync,
        read::op_fs_readv,
        read_file_sync::op_fs_read_file_sync,
        read_file_sync::op_fs_read_rest_sync,
        read_file_sync::op_fs_read_short_sync,
        read_file::op_fs_read_file,
        rm::op_fs_rm_sync,
        rm::op_fs_rm,
        stat::op_fs_stat_sync,
        stat::op_fs_stat_text_sync,
        stat_soon::op_fs_stat,
        stat::op_fs_lstat_sync,
        stat::op_fs_fstat_sync,
        stat::op_fs_fstat,
        stat::op_fs_statfs_sync,
        stat::op_fs_statfs,
        stat::op_fs_access_sync,
        stat::op_fs_access,
        stat::op_fs_exists_sync,
        stat::op_fs_exists_text_sync,
        stat::op_fs_kind_sync,
        write::op_fs_write_sync,
        write::op_fs_write,
        write::op_fs_writev_sync,
        write::op_fs_writev,
        write_file::op_fs_write_file_sync,
        write_file::op_fs_write_file,
    ],
    objects = [
        dir_handle::DirHandle,
        file_handle::FileHandle,
        fs_event::FSEvent,
        stat_watcher::StatWatcher,
    ],
);
