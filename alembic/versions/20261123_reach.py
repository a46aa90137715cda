"""Addresses, mailings and draws, links for staff, kiosks, documents, translations, more languages."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0007_reach'
down_revision = '0006_desk'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_link',
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.Enum('facilitator', 'board', name='role', native_enum=False, length=32), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_staff_link_account_id_account')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_staff_link_made_by_account')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_staff_link_region_id_region')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_staff_link'))
    )
    with op.batch_alter_table('staff_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_link_email'), ['email'], unique=False)

    op.create_table('document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('form', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('state', sa.Enum('asked', 'making', 'ready', 'failed', name='documentstate', native_enum=False, length=32), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('problem', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('finished_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('erase_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_document_account_id_account')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_document_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('address_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('chamber_id', sa.Uuid(), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('state', sa.Enum('uploaded', 'checking', 'checked', 'importing', 'imported', 'refused', 'erased', name='liststate', native_enum=False, length=32), nullable=False),
    sa.Column('file', sa.LargeBinary(), nullable=True),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('rows_done', sa.Integer(), nullable=False),
    sa.Column('rows_wrong', sa.Integer(), nullable=False),
    sa.Column('keeps_good_rows', sa.Boolean(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('uploaded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('finished_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_address_list_account_id_account')),
    sa.ForeignKeyConstraint(['chamber_id'], ['chamber.id'], name=op.f('fk_address_list_chamber_id_chamber')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_address_list_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_list'))
    )
    with op.batch_alter_table('address_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_list_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('kiosk',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('chamber_id', sa.Uuid(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['chamber_id'], ['chamber.id'], name=op.f('fk_kiosk_chamber_id_chamber')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_kiosk_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kiosk')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_kiosk_token_hash'))
    )
    with op.batch_alter_table('kiosk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kiosk_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('draw',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('listed', sa.Integer(), nullable=False),
    sa.Column('list_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('drawn_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('as_population', sa.Boolean(), nullable=False),
    sa.Column('by', sa.JSON(), nullable=False),
    sa.Column('strata', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('drawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_draw_account_id_account')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_draw_dialogue_id_dialogue')),
    sa.ForeignKeyConstraint(['list_id'], ['address_list.id'], name=op.f('fk_draw_list_id_address_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw'))
    )
    with op.batch_alter_table('draw', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draw_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('mailing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('list_id', sa.Uuid(), nullable=True),
    sa.Column('draw_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('wave', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('ready', 'sending', 'paused', 'done', 'stopped', name='mailingstate', native_enum=False, length=32), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('known_groups', sa.JSON(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('send_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('problem', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('finished_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mailing_account_id_account')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_mailing_dialogue_id_dialogue')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_mailing_draw_id_draw')),
    sa.ForeignKeyConstraint(['list_id'], ['address_list.id'], name=op.f('fk_mailing_list_id_address_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailing'))
    )
    with op.batch_alter_table('mailing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailing_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('recipient',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('chamber_id', sa.Uuid(), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=True),
    sa.Column('draw_id', sa.Uuid(), nullable=True),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('address_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('by_email', sa.Boolean(), nullable=False),
    sa.Column('by_sms', sa.Boolean(), nullable=False),
    sa.Column('by_letter', sa.Boolean(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('listed', 'bounced', 'stopped', name='recipientstate', native_enum=False, length=32), nullable=False),
    sa.ForeignKeyConstraint(['chamber_id'], ['chamber.id'], name=op.f('fk_recipient_chamber_id_chamber')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_recipient_dialogue_id_dialogue')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_recipient_draw_id_draw')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_recipient_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['list_id'], ['address_list.id'], name=op.f('fk_recipient_list_id_address_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recipient')),
    sa.UniqueConstraint('dialogue_id', 'address_hash', name=op.f('uq_recipient_dialogue_id_address_hash')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_recipient_invitation_id'))
    )
    with op.batch_alter_table('recipient', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recipient_draw_id'), ['draw_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recipient_list_id'), ['list_id'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mailing_id', sa.Uuid(), nullable=False),
    sa.Column('recipient_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sent', 'delivered', 'failed', 'bounced', name='deliverystate', native_enum=False, length=32), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('problem', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('try_after', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['mailing_id'], ['mailing.id'], name=op.f('fk_delivery_mailing_id_mailing')),
    sa.ForeignKeyConstraint(['recipient_id'], ['recipient.id'], name=op.f('fk_delivery_recipient_id_recipient')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('mailing_id', 'recipient_id', name=op.f('uq_delivery_mailing_id_recipient_id'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_mailing_id_state', ['mailing_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_recipient_id'), ['recipient_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_reference'), ['reference'], unique=False)

    op.create_table('translation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['contribution_version.id'], name=op.f('fk_translation_version_id_contribution_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translation')),
    sa.UniqueConstraint('version_id', 'language', name=op.f('uq_translation_version_id_language'))
    )
    with op.batch_alter_table('chamber', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('dialogue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('design_version', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('prompt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.JSON(), nullable=False, server_default='{}'))



def downgrade() -> None:
    with op.batch_alter_table('prompt', schema=None) as batch_op:
        batch_op.drop_column('words')

    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.drop_column('words')

    with op.batch_alter_table('dialogue', schema=None) as batch_op:
        batch_op.drop_column('design_version')
        batch_op.drop_column('words')

    with op.batch_alter_table('chamber', schema=None) as batch_op:
        batch_op.drop_column('words')

    op.drop_table('translation')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_reference'))
        batch_op.drop_index(batch_op.f('ix_delivery_recipient_id'))
        batch_op.drop_index('ix_delivery_mailing_id_state')

    op.drop_table('delivery')
    with op.batch_alter_table('recipient', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recipient_list_id'))
        batch_op.drop_index(batch_op.f('ix_recipient_draw_id'))

    op.drop_table('recipient')
    with op.batch_alter_table('mailing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailing_dialogue_id'))

    op.drop_table('mailing')
    with op.batch_alter_table('draw', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draw_dialogue_id'))

    op.drop_table('draw')
    with op.batch_alter_table('kiosk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kiosk_dialogue_id'))

    op.drop_table('kiosk')
    with op.batch_alter_table('address_list', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_address_list_dialogue_id'))

    op.drop_table('address_list')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_dialogue_id'))

    op.drop_table('document')
    with op.batch_alter_table('staff_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_link_email'))

    op.drop_table('staff_link')
